using Chaos.Containers.Images;
using Chaos.Containers.Tests.Support;
using Chaos.Model;
using Chaos.Targets.Image;

namespace Chaos.Containers.Tests;

/// <summary>harness/docs/image-target.md says what is so.</summary>
public sealed class ImagePageTests
{
    private static string Folder => Path.Combine(ProgramSources.Find().Root, "harness", "docs");

    [Fact]
    public async Task The_page_has_every_variable_of_the_contract()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Folder, "image-target.md"), TestContext.Current.CancellationToken);
        NetworkPlan network = SmallRuns.Empty("page").Plan.On(Ipv4Address.Parse("198.18.0.0"), Ipv4Address.Parse("198.18.1.0"), 24, true);

        Assert.All(
            ImageEnvironment.Of(network, SmallRuns.Nat).Keys, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_example_has_less_than_60_lines_and_its_place_on_the_page()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Folder, "image-target.md"), TestContext.Current.CancellationToken);
        foreach (string example in Directory.EnumerateFiles(Path.Combine(Folder, "image-target")))
        {
            Assert.InRange((await File.ReadAllLinesAsync(example, TestContext.Current.CancellationToken)).Length, 1, 59);
            Assert.Contains($"(image-target/{Path.GetFileName(example)})", page, StringComparison.Ordinal);
        }
    }
}
