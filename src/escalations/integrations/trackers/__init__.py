"""Outside trackers: an engineering issue and the work item of it elsewhere say the same, each way, whatever is down meanwhile.

What leaves is what the product group wrote and how many wait; never a customer's name or words. Stands on product_groups and feeds.
"""
