# C0-10: short page, "High Error Rate"
import re

def analyze_logs(log_file):
    error_count = 0
    total_count = 0
    
    with open(log_file) as f:
        for line in f:
            total_count += 1
            if "ERROR" in line or "WARNING" in line:
                error_count += 1
    
    error_rate = error_count / total_count if total_count > 0 else 0
    
    if error_rate > 0.1:  # 10% error rate
        send_alert(f"High error rate: {error_rate * 100:.1f}%")
