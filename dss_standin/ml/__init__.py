"""The stand-in's visual ML: DSS's settings and a frame in, details and fitted scikit-learn models out.

Rooms: `guess` (settings from a schema), `train` (settings + frame -> models), `recipe_payload` (what a deployment
writes into the train recipe), `scoring` (the bundle on disk). No web server and no storage here.
"""
