#!/bin/sh
# What made the reports beside this file, in order, from two public ONNX files and two data sets:
#   foamliu.onnx, faceplugin.onnx    see the two origins below
#   lfw/, celeba/                    aligned faces, 112x112, a folder per person
#   suspects, overlap                CelebA images of a wrong person; people who stand in both sets
set -eu
RECIPES=models/recipes/real

./routeface import onnx foamliu.onnx --out m/foamliu --licence Apache-2.0 \
    --preparation '{"size": 112, "order": "RGB", "mean": [123.675, 116.28, 103.53], "scale": [58.395, 57.12, 57.375]}' \
    --origin "foamliu/MobileFaceNet, trained on MS1M"
./routeface import onnx faceplugin.onnx --out m/faceplugin --licence MIT \
    --preparation '{"size": 112, "order": "RGB", "mean": [127, 127, 127], "scale": [128, 128, 128]}' \
    --origin "faceplugin-face-recognition-js 0.0.1"
./routeface import ensemble m/foamliu m/faceplugin --out m/both
./routeface data split $RECIPES/split.json --data lfw=lfw --data celeba=celeba \
    --data suspects=suspects.txt --data overlap=overlap.csv --out splits

D="--data train=splits/train.list --data validation=splits/validation.list"
T="--data probes=splits/test.list --data distractors=splits/distractors.list"

./routeface route recover --teacher m/both --guide $RECIPES/guide_from_model.mimic.json $D --out r/recovered
for seed in 1 2 3; do
  for method in mimic one-stage; do
    ./routeface distill $RECIPES/student_from_model.$method.json --route r/recovered \
        --set training.seed=$seed $D --out r/$method-$seed
  done
done
./routeface distill $RECIPES/student_from_model.mimic.json --route r/recovered \
    --set training.epochs=40 $D --out r/student

# export.txt is what these two print.
said() { echo; echo "$@"; "$@"; }
{
  ./routeface version | grep '^revision'
  said ./routeface export onnx --model r/student --check splits/validation.list --out student.onnx
  said ./routeface export onnx --model r/student --int8 --calibrate splits/validation.list \
      --check splits/test.list --out student-int8.onnx
} > export.txt 2> /dev/null

./routeface evaluate openset --model m/both --model r/recovered \
    --model r/mimic-1 --model r/mimic-2 --model r/mimic-3 \
    --model r/one-stage-1 --model r/one-stage-2 --model r/one-stage-3 \
    --model r/student --model student-int8.onnx \
    $T --sizes 10 100 1000 4069 --far 1e-2 1e-3 --resamples 2000 --seed 1 --out report
for seed in 1 2 3; do
  ./routeface evaluate compare report --baseline mimic-$seed --resamples 2000 --seed 1 --out compare-$seed
done
# Exit code 3: the student may not stand for its teacher.
./routeface certify --teacher m/both --student student-int8.onnx --also r/student=student.onnx \
    --also student.onnx=student-int8.onnx $T --trained-on splits/train.list --out certificate || [ $? = 3 ]
./routeface certify --teacher r/student --student student-int8.onnx --also student.onnx=student-int8.onnx \
    --margin 0.01 $T --trained-on splits/train.list --out certificate-int8
