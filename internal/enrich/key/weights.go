package key

// weights of the features, made by the program in train.
var weights = [Features]float32{
	featureFirst: 0.2, featureEarly: 0.3, featureCentral: 0.6, featureHeadline: 0.4, featureNames: 0.1, featureNumber: 0.05,
	featureShort: -0.2, featureLong: -0.1, featureQuoted: -0.1, featureLeaning: -0.1, featureAsks: -0.2,
}
