"""How sure it is: draws, simulation, sensitivity, acceptability and the value of information."""
