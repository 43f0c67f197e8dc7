# C1-3: long page, "Uptime Monitoring Script"
import requests
import time
from datetime import datetime
import logging

logging.basicConfig(
    level=logging.INFO,
    format='%(asctime)s - %(levelname)s - %(message)s'
)
logging.basicConfig(
    level=logging.INFO,
    format='%(asctime)s - %(levelname)s - %(message)s'
)

class HealthMonitor:
    def __init__(self, url="http://localhost:5000/api/health", interval=30):
        self.url = url
        self.interval = interval
        self.consecutive_failures = 0
        self.uptime_start = None
        self.total_checks = 0
        self.failed_checks = 0
    
    def check_health(self):
        """Perform single health check."""
        self.total_checks += 1
        
        try:
            response = requests.get(self.url, timeout=5)
            
            if response.status_code == 200:
                data = response.json()
                client_count = len(data.get("online_clients", []))
                
                if self.uptime_start is None:
                    self.uptime_start = datetime.now()
                
                uptime = datetime.now() - self.uptime_start
                availability = ((self.total_checks - self.failed_checks) / 
                                self.total_checks * 100)
                
                logging.info(
                    f"✅ Server healthy - {client_count} clients connected | "
                    f"Uptime: {uptime} | Availability: {availability:.2f}%"
                )
                
                self.consecutive_failures = 0
                return True
            else:
                raise Exception(f"HTTP {response.status_code}")
                
        except Exception as e:
            self.consecutive_failures += 1
            self.failed_checks += 1
            self.uptime_start = None  # Reset uptime on failure
            
            logging.error(
                f"❌ Health check failed: {e} "
                f"(consecutive failures: {self.consecutive_failures})"
            )
            
            # Alert after 3 consecutive failures
            if self.consecutive_failures == 3:
                self.send_alert(
                    f"Server down for {self.consecutive_failures} checks! "
                    f"Last error: {e}"
                )
            
            return False
    
    def send_alert(self, message):
        """Send alert (implement your alerting mechanism)."""
        logging.critical(f"🚨 ALERT: {message}")
        # TODO: Implement Slack/Email/PagerDuty notification
    
    def run(self):
        """Run continuous monitoring."""
        logging.info(f"Starting health monitor (interval: {self.interval}s)")
        
        while True:
            self.check_health()
            time.sleep(self.interval)

# Run monitor
if __name__ == "__main__":
    monitor = HealthMonitor(interval=30)
    monitor.run()
