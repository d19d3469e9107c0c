"""Guides: finding a service in everyday words, in Chinese, pinyin and English.

What a guide says (papers, copies, fee, time limit) stands in the plan; this room finds the right one.
"""
