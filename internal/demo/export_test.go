package demo

// What the tests of the file format look at.
var (
	Age    = age
	Fields = fields
)
