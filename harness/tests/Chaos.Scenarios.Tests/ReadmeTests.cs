using Chaos.Nat.Variants;

namespace Chaos.Scenarios.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_table_of_presets_is_the_one_in_the_code() => Assert.Contains(
        VariantTable.Markdown(), File.ReadAllText(Path.Combine(Repository.Scenarios, "..", "README.md")), StringComparison.Ordinal);
}
