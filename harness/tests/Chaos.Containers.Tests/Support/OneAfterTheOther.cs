// Two topologies at once are late together, and a generator that is late voids its run.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
