"""The agreement that every company begins with, until it publishes its own words."""

AGREEMENT_TITLE = "Agreement of independent distributors"
AGREEMENT_TEXT = """\
1. You join as an independent distributor. You are nobody's employee, you decide when and how much you work, and you keep your own books and pay your own taxes.

2. Nothing has to be bought to join or to stay, beyond what the company states in writing. You earn by what is sold to people who use it, never by bringing people in.

3. Nobody has promised you an income. What others earn says nothing about what you will earn.

4. You say only true things about the products, and nothing about health or income that the company has not released in writing.

5. What customers tell you belongs to them. You keep it safe, use it for what they agreed to, and delete it when they ask.

6. You may take this agreement back without giving a reason until the day that stands beside it. Goods of a starter kit that you send back unused are refunded in full.

7. Afterwards you may end it at any time, in writing. Unused goods in good condition that you bought within the last twelve months are bought back at no less than nine tenths of what you paid.

8. The company may end it when these rules are broken, in writing and with the reason.
"""
