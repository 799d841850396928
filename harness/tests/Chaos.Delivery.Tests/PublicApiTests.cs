using System.Reflection;
using PublicApiGenerator;

namespace Chaos.Delivery.Tests;

/// <summary>What users compile against changes on purpose alone: the change is made in the files of `PublicApi` too.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Doors => ["Chaos.Xunit", "Chaos.Testcontainers", "Chaos.Experiments"];

    [Theory]
    [MemberData(nameof(Doors))]
    public void The_public_api_is_the_approved_one(string assembly)
    {
        string approved = Path.Combine(Repository.Root, "harness", "tests", "Chaos.Delivery.Tests", "PublicApi", $"{assembly}.txt");
        string received = Assembly.Load(assembly).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n") + "\n";
        string expected = File.Exists(approved) ? File.ReadAllText(approved) : "";
        string place = Path.Combine(AppContext.BaseDirectory, $"{assembly}.received.txt");
        File.WriteAllText(place, received);

        Assert.True(expected == received, $"{assembly}: the public API is not what is approved; if it should be: cp {place} {approved}");
    }
}
