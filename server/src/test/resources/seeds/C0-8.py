# C0-8: short page, "Request Latency"
import time
import requests

def measure_latency(endpoint):
    start = time.time()
    response = requests.get(f"http://localhost:8000{endpoint}")
    latency = (time.time() - start) * 1000  # ms
    
    print(f"{endpoint}: {latency:.2f} ms")
    return latency

# Measure endpoints
measure_latency("/api/health")
measure_latency("/api/clients")
