"""What every call passes: who calls, may they, with which words they are refused, what is withheld from the trail."""
