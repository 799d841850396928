using System.Globalization;
using Chaos.Fuzz;
using SharpFuzz;

switch (args)
{
    case ["seeded", string packets, string seed]
        when long.TryParse(packets, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
        && ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong start):
        Console.Out.WriteLine(new SeededRun(start).Feed(count, CancellationToken.None));
        return 0;
    case ["libfuzzer", ..]:
        PacketTarget target = new();
        Fuzzer.LibFuzzer.Run(bytes => target.Feed(bytes));
        return 0;
    default:
        Console.Error.WriteLine("seeded PACKETS SEED: hostile packets drawn from a seed. libfuzzer: driven by libfuzzer-dotnet over an instrumented Chaos.Nat.dll.");
        return 64;
}
