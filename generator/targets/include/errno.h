/* A stand-in for the target's own header: nothing of it reaches a bound declaration. */
