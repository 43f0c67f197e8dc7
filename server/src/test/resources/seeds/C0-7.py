# C0-7: short page, "Average Uptime"
if clients:
    avg_uptime = sum(c["uptime_seconds"] for c in clients) / len(clients)
    print(f"Average uptime: {avg_uptime / 60:.1f} minutes")
