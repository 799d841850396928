using System.Reflection;
using System.Text.Json.Serialization;

namespace Chaos.Faults;

/// <summary>The faults by name, as registered on <see cref="Fault"/>.</summary>
public static class FaultCatalog
{
    private static readonly Dictionary<Type, string> NamesByType = typeof(Fault).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(entry => entry.DerivedType, entry => (string)entry.TypeDiscriminator!);

    public static IReadOnlyCollection<string> Names => NamesByType.Values;

    public static string NameOf(Fault fault) => NamesByType[fault.GetType()];
}
