"""What metrics_list.py, metrics_scrape.py and alert_rules.py know of deploy/prometheus/metrics.yaml."""
