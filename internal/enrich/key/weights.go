package key

// weights are made by the program in train.
var weights = weighing{repeats: 1.106, alike: 0.60, features: [Features]float32{
	featureFirst:    -0.400,
	featureEarly:    0.850,
	featureCentral:  0.600,
	featureCommon:   0.250,
	featureHeadline: 0.800,
	featureNames:    0.250,
	featureLength:   -0.650,
	featureLong:     -0.414,
	featureAsks:     0.094,
	featureRare:     -1.456,
	featurePlace:    -0.250,
}}
