using BenchmarkDotNet.Running;
using Chaos.Benchmarks;

return args switch
{
    ["compare", "map"] => new MapComparison(TimeProvider.System).Run(),
    ["compare", "sim"] => new SimComparison(TimeProvider.System).Run(),
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
    Console.Error.WriteLine("compare map: our LRU map against the kernel's and BitFaster's; compare sim: a simulated packet against the kernel's two lookups. Anything else goes to BenchmarkDotNet, e.g. --filter '*Map*'");
    return 64;
}
