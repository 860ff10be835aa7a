package key

// weights are made by the program in train.
var weights = weighing{repeats: 0.099, alike: 0.47, features: [Features]float32{
	featureFirst:     -0.015,
	featureEarly:     0.186,
	featureLate:      -0.086,
	featureCentral:   0.079,
	featureCommon:    0.102,
	featureHeadline:  0.122,
	featureNames:     0.061,
	featureNumber:    0.012,
	featureLength:    -0.041,
	featureShort:     -0.027,
	featureLong:      -0.038,
	featureQuoted:    -0.016,
	featureLeaning:   0.027,
	featureParagraph: 0.032,
	featureThree:     0.002,
	featurePlace:     -0.068,
}}
