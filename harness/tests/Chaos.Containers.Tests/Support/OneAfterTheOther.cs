// Two topologies at once are late together, and a generator that is late voids its run.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
