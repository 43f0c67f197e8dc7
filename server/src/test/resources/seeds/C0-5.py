# C0-5: short page, "Count by Type"
import requests

response = requests.get("http://localhost:8000/api/clients")
clients = response.json()["clients"]

devices = [c for c in clients if c["type"] == "device"]
constellations = [c for c in clients if c["type"] == "constellation"]

print(f"Devices: {len(devices)}")
print(f"Constellations: {len(constellations)}")
