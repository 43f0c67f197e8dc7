# C0-6: short page, "Count by Platform"
from collections import Counter

platforms = Counter(c["platform"] for c in clients)

print("Clients by platform:")
for platform, count in platforms.items():
    print(f"  {platform}: {count}")
