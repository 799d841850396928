using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Layers;

/// <summary>A path as a person writes it, found in the tables.</summary>
/// <param name="Key">The configuration key, `flows:0:count`.</param>
/// <param name="Scalar">The table's row.</param>
internal sealed record SettingPath(string Key, ScalarKey Scalar);
