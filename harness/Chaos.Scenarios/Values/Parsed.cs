namespace Chaos.Scenarios.Values;

/// <summary>What a text means, or what is wrong with it: <paramref name="Value"/> counts while <paramref name="Wrong"/> is null.</summary>
internal readonly record struct Parsed<T>(T? Value, string? Wrong);
