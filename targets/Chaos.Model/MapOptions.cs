using System.Text.Json.Serialization;

namespace Chaos.Model;

/// <summary>The LRU map of a NAT.</summary>
/// <param name="Size">max_entries, 1 to 16,777,216; two entries make one connection.</param>
/// <param name="Lru">Who shares its lists.</param>
/// <param name="Batch">How many entries one CPU takes at a time.</param>
/// <param name="PossibleCpus">CPUs that the kernel counts as possible.</param>
/// <param name="Rule">Which entry goes when the map is full. All but the kernel's rule ignore flavour, batch and CPUs.</param>
public sealed record MapOptions(
    int Size, LruFlavour Lru = LruFlavour.Common, BatchRule Batch = BatchRule.Scaled, int PossibleCpus = 1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] MapRule Rule = MapRule.Kernel);
