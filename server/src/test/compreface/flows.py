"""CompreFace's published Python SDK against a service: python flows.py HOST PORT KEY PICTURE

Says "ok" at the end, or fails at the first surprise.
"""
import re
import sys

from compreface import CompreFace

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

host, port, key, picture = sys.argv[1:5]
compreface = CompreFace(host, port, {"limit": 1, "det_prob_threshold": 0.5, "status": True})
recognition = compreface.init_face_recognition(key)
subjects = recognition.get_subjects()
faces = recognition.get_face_collection()


def same(expected, found):
    assert expected == found, f"expected {expected}, found {found}"


def check_face(face):
    box = face["box"]
    assert 0.5 < box["probability"] <= 1, face
    assert box["x_min"] < box["x_max"] and box["y_min"] < box["y_max"], face


# subjects
same({"subject": "py ada"}, subjects.add("py ada"))
same(43, subjects.add("py ada")["code"])
same({"updated": True}, subjects.update("py ada", "py grace"))
same({"subjects": ["py grace"]}, subjects.list())

# examples: from a path, and from bytes
added = faces.add(picture, "py grace", {"det_prob_threshold": 0.5})
assert UUID.fullmatch(added["image_id"]), added
same("py grace", added["subject"])
with open(picture, "rb") as file:
    content = file.read()
second = faces.add(content, "py grace")
listed = faces.list()
same([added, second], listed["faces"])
same((0, 20, 1, 2), tuple(listed[k] for k in ("page_number", "page_size", "total_pages", "total_elements")))

# recognition: with options of the call, and with those of the whole client
answer = recognition.recognize(
    picture,
    {"limit": 0, "prediction_count": 2, "face_plugins": "calculator,landmarks,mask", "status": True},
)
best = max(answer["result"], key=lambda face: face["box"]["probability"])
check_face(best)
same(["py grace"], [one["subject"] for one in best["subjects"]])
assert best["subjects"][0]["similarity"] > 0.99, best
same(5, len(best["landmarks"]))
assert len(best["embedding"]) > 0 and "mask" not in best
assert answer["plugins_versions"]["detector"], answer
answer = recognition.recognize(content)
same(1, len(answer["result"]))
assert answer["result"][0]["subjects"][0]["similarity"] > 0.99, answer
answer = recognition.recognize(picture, {"detect_faces": False})
same(1.0, answer["result"][0]["box"]["probability"])
answer = faces.verify(picture, added["image_id"], {"limit": 1})
assert answer["result"][0]["similarity"] > 0.99, answer
same(44, faces.verify(picture, "00000000-0000-0000-0000-000000000000")["code"])

# detection
answer = compreface.init_face_detection(key).detect(picture, {"limit": 1, "face_plugins": "landmarks"})
check_face(answer["result"][0])
same(5, len(answer["result"][0]["landmarks"]))

# verification
answer = compreface.init_face_verification(key).verify(picture, content)
check_face(answer["result"][0]["source_image_face"])
assert answer["result"][0]["face_matches"][0]["similarity"] > 0.99, answer
assert answer["result"][0]["plugins_versions"]["calculator"], answer

# deletion
same(added, faces.delete(added["image_id"]))
same(44, faces.delete(added["image_id"])["code"])
same({"deleted": 1}, faces.delete_all("py grace"))
subjects.add("py one")
subjects.add("py two")
same({"subject": "py one"}, subjects.delete("py one"))
same({"deleted": 1}, subjects.delete_all())
same({"subjects": []}, subjects.list())

# a key of nobody's
stranger = CompreFace(host, port).init_face_recognition("x").get_subjects().list()
same(10, stranger["code"])
print("ok")
