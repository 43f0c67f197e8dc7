# C0-4: short page, "Uptime Monitoring Script"
import requests
import time

def check_health():
    try:
        response = requests.get("http://localhost:8000/api/health", timeout=5)
        if response.status_code == 200:
            data = response.json()
            print(f"✅ Healthy - {data['connected_clients']} clients, {data['active_sessions']} sessions")
            return True
        else:
            print(f"❌ Unhealthy - HTTP {response.status_code}")
            return False
    except Exception as e:
        print(f"❌ Error: {e}")
        return False

# Check every 30 seconds
while True:
    check_health()
    time.sleep(30)
