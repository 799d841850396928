using BenchmarkDotNet.Running;
using Chaos.Benchmarks;

return args switch
{
    ["compare", "map"] => new MapComparison(TimeProvider.System).Run(),
    ["compare", "nat"] => new NatComparison(TimeProvider.System).Run(),
    ["compare", ..] => Usage(),
    _ => RunDetail(args),
};

static int RunDetail(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(MapBenchmarks).Assembly).Run(args);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("compare nat: packets of established flows against the map lookups they contain. compare map: our LRU map against the kernel's and BitFaster's. Anything else goes to BenchmarkDotNet, e.g. --filter '*Map*'");
    return 64;
}
