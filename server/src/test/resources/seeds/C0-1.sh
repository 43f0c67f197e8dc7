# C0-1: short page, "Health Endpoint" and "Connected Clients"
curl http://localhost:8000/api/health
curl http://localhost:8000/api/clients
