"""Common code of metrics_list.py, metrics_scrape.py and alert_rules.py for deploy/prometheus/metrics.yaml."""
