using Chaos.Containers.Doctor;
using Chaos.Containers.Images;
using Chaos.Containers.Tests.Support;
using Docker.DotNet;

namespace Chaos.Containers.Lifecycle.Tests;

public sealed class DockerEngineTests(DockerFixture docker)
{
    [Theory]
    [InlineData("unix:///no/such/docker.sock")]
    [InlineData("tcp://127.0.0.1:1")]
    public async Task Where_no_engine_answers_the_error_says_why_and_what_to_do(string endpoint)
    {
        DockerUnavailableException error = await Assert.ThrowsAsync<DockerUnavailableException>(() =>
            DockerEngine.ConnectAsync(new DockerClientBuilder().WithEndpoint(new Uri(endpoint)), TimeSpan.FromSeconds(10),
                TestContext.Current.CancellationToken));

        Assert.Contains(endpoint, error.Reason, StringComparison.Ordinal);
        Assert.Contains("apt-get install", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_doctor_minds_comes_with_a_command()
    {
        IReadOnlyList<Finding> findings = await DoctorChecks.RunAsync(TestContext.Current.CancellationToken);

        Assert.Contains(findings, finding => finding.Name == "Docker engine");
        Assert.All(findings, finding => Assert.Equal(finding.Status == FindingStatus.Ok, finding.Remedy is null));
    }

    [Theory]
    [InlineData("6.5.13", FindingStatus.Missing)]
    [InlineData("6.6.0", FindingStatus.Ok)]
    [InlineData("7.0.0", FindingStatus.Ok)]
    public void A_kernel_before_tcx_is_named_for_the_ebpf_target(string release, FindingStatus status)
    {
        Finding finding = KernelChecks.Tcx(Version.Parse(release));

        Assert.Equal((status, status == FindingStatus.Ok), (finding.Status, finding.Remedy is null));
        if (status == FindingStatus.Missing) Assert.StartsWith("Linux 6.5 has no tcx", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Docker")]
    public async Task Images_of_unchanged_sources_are_used_again()
    {
        ProgramImages again = await ProgramImages.EnsureAsync(docker.Engine, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.False(again.Built);
        Assert.Equal(docker.Images with { Built = false }, again);
    }

    [Fact]
    [Trait("Category", "Docker")]
    public async Task Where_docker_is_the_doctor_finds_nothing_missing()
    {
        Assert.NotEmpty(docker.Engine.Version);

        Assert.DoesNotContain(
            await DoctorChecks.RunAsync(TestContext.Current.CancellationToken), finding => finding.Status == FindingStatus.Missing);
    }
}
