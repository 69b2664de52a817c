"""The answer cells of c3w1_strategy_and_metrics: for every option of the four projects, why it is right or wrong.

The numbers are those of the tables in the notebook; tests/test_oracle_c3w1_strategy_and_metrics.py trains the readers again.
"""

MAY_BE_NEGATIVE = "The size of a gap is right, its sign is lost. A negative gap is news: a machine that is better than people, or a dev set that is easier than the training set."

PROJECT_1 = {
    "bigger dev set": "A dev set is too small when the test error surprises. Here the test error, 7.1 %, lies below the dev error of 10.8 %: a third gap of −3.7 points. Measuring more exactly leaves the reader as it is.",
    "bigger network": "The network reads all of its 300 digits right: training error 0.0 %, and the best reader we know has 0.6 %. There is no avoidable bias left for more units to take away. Look where the errors jump.",
    "done": "Of the users' digits 7.1 % are misread, and a good reader misreads 0.6 %. There is a gap of 10.8 points in the table.",
    "more training data": "The jump is from 0.0 % on the training digits to 10.8 % on the dev set: variance. 300 digits can be learnt by heart; 1200 much less so.",
    "new dev set": "The dev set would move if users had other digits than the test set. They have the same error, 7.1 %: the last gap is 0.0 points.",
}

PROJECT_2 = {
    "bigger dev set": "Dev and test error, 10.0 % and 10.9 %, hardly differ: the 200 digits measure well enough. The reader misreads 6.9 % even of its training digits, and no dev set changes that.",
    "bigger network": "Of the digits it was trained on, the reader misreads 6.9 %; 0.6 % is possible. This avoidable bias of 6.3 points is twice the variance of 3.1. One unit can only draw one flat boundary.",
    "done": "10.9 % of the users' digits are misread, 0.6 % is possible, and two gaps of the table, 6.3 and 3.1 points, are far above any tolerance.",
    "more training data": "This works on the variance, the step from 6.9 to 10.0 %: 3.1 points. But the reader misreads 6.9 % of the digits it was trained on, 6.3 points more than is possible; with more of them it would not fit those any better.",
    "new dev set": "Users and test set have the same error, 10.9 %, so the target stands where the users are: the last gap is 0.0 points.",
}

PROJECT_3 = {
    "bigger dev set": "Dev and test error, 5.5 % and 4.4 %, agree: 200 digits measure well what they measure. With 300 digits from the same desk the same reader would win, and its users would still misread 27.6 %.",
    "bigger network": "This works on the avoidable bias, train − human, and that is −0.6 points. The jump of 23 points, from 4.4 % to 27.6 %, is between pictures that the network has hardly seen and that nobody measures.",
    "done": "The dev error looks good, 5.5 %. But the users' error is 27.6 %, five times as much: the team aims well, at a target that stands in the wrong place.",
    "more training data": "This works on dev − train, 5.5 points. The jump of 23 points lies elsewhere, from 4.4 % to 27.6 %. And as long as the desk decides, the reader trained on the desk is shipped, however many digits it had.",
    "new dev set": "From the test set, 4.4 %, to the users, 27.6 %, the error jumps by 23 points: dev and test set show another kind of picture than the users take. On the users' kind the other reader wins at once, 8.8 % against 27.6 %, without any training.",
}

PROJECT_4 = {
    "bigger dev set": "The dev error of the winner, 5.1 %, is less than half of its test error, 10.9 %: 20 digits chose the luckiest of thirty readers. The gap of 5.8 points is the largest of the four. With 300 digits, luck hardly counts.",
    "bigger network": "This works on the first gap, 3.5 − 0.6 = 2.9 points. It lifts all thirty readers a little, but twice as large is the gap from 5.1 % to 10.9 %: the choice among the thirty is left to luck.",
    "done": "The winner's dev error of 5.1 % is not what users get: they get 10.9 %. That is a gap of 5.8 points.",
    "more training data": "This works on the second gap, 5.1 − 3.5 = 1.6 points. Much larger is the gap from 5.1 % to 10.9 %: the winner is not as good as the 20 digits say.",
    "new dev set": "The users' error and the test error are the same, 10.9 %: the digits are of the right kind, the last gap is 0.0 points. Twenty other digits would choose another lucky reader.",
}
