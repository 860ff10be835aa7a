package key

// weights are made by the program in train.
var weights = weighing{repeats: 0.300, alike: 0.42, features: [Features]float32{
	featureFirst:     -0.306,
	featureEarly:     1.591,
	featureLate:      -0.293,
	featureCentral:   0.841,
	featureCommon:    0.384,
	featureHeadline:  1.224,
	featureNames:     0.552,
	featureNumber:    0.068,
	featureLength:    0.019,
	featureShort:     0.004,
	featureLong:      -0.620,
	featureQuoted:    -0.010,
	featureLeaning:   0.007,
	featureParagraph: -0.066,
	featureThree:     0.123,
	featurePlace:     -0.248,
}}
