"""Finding the article that answers: lexical and dense evidence, corridor, a calibrated decision."""
