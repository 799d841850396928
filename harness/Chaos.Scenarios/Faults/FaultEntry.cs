using Chaos.Faults;
using Chaos.Scenarios.Binding;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Faults;

/// <summary>
/// A fault in the file: its rows, and how they become the fault. Schema, defaults, paths and the page of faults follow from it.
/// </summary>
/// <param name="Key">What stands under the fault's name: one scalar, or a mapping.</param>
/// <param name="Example">An item of `faults` that shows it.</param>
internal abstract record FaultEntry(Key Key, string Example)
{
    public string Name => Key.Name;

    /// <summary>Reads the fault of an item that has its key, and complains of what does not fit together.</summary>
    public abstract Fault Bind(SectionReader item);

    /// <summary>Complains of what does not fit the rest of the scenario.</summary>
    public virtual void Check(Fault fault, Scenario scenario, SectionReader item)
    {
    }
}

/// <summary>A fault with rows of its own.</summary>
internal abstract record FaultMapping(string FaultName, string Description, IReadOnlyList<Key> Keys, string Example)
    : FaultEntry(new MappingKey(FaultName, Description, Keys) { Optional = true }, Example)
{
    /// <summary>The row of faults that can be limited to one flow group.</summary>
    public static readonly ScalarKey<string> Group = new("group", "Only flows of this group.", CommonParsers.Name) { Optional = true };

    public sealed override Fault Bind(SectionReader item) => BindInside(item.Into((MappingKey)Key));

    /// <param name="fault">The fault's own mapping.</param>
    protected abstract Fault BindInside(SectionReader fault);
}

/// <summary>A fault that one value says all about.</summary>
internal abstract record FaultScalar<T>(ScalarKey<T> Row, string Example) : FaultEntry(Row, Example)
{
    public sealed override Fault Bind(SectionReader item) => Make(item.Read(Row)!);

    protected abstract Fault Make(T value);
}
