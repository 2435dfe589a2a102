using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class HubTargetsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("jobs")]
    [InlineData("Jobs:View")]
    [InlineData("jobs:*")]
    [InlineData("*")]
    public void Target_needs_a_well_formed_capability_or_the_written_word_for_none(string capability)
    {
        var refused = Assert.Throws<CksConfigurationException>(() => HubTargets.Empty.AddPage("/jobs", capability));
        Assert.Equal(CksCodes.InvalidSetting, Assert.Single(refused.Diagnostics).Code);
        Assert.Throws<CksConfigurationException>(() => HubTargets.Empty.AddDataSource("/jobs", capability));
        Assert.Throws<CksConfigurationException>(() => HubTargets.Empty.AddAction("jobs", capability));
    }

    [Theory]
    [InlineData("jobs")]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    public void Target_path_keeps_the_rules_of_a_hub_path(string path)
    {
        Assert.Throws<CksConfigurationException>(() => HubTargets.Empty.AddPage(path, HubTargets.NoCapability));
        Assert.Throws<CksConfigurationException>(() => HubTargets.Empty.AddDataSource(path, HubTargets.NoCapability));
    }

    [Fact]
    public void Action_name_keeps_the_rules_of_a_name() => Assert.Throws<CksConfigurationException>(() => HubTargets.Empty.AddAction("create job", HubTargets.NoCapability));

    [Fact]
    public void Target_is_added_once()
    {
        var targets = HubTargets.Empty.AddPage("/jobs", "jobs:view");
        Assert.Throws<CksConfigurationException>(() => targets.AddPage("/jobs", HubTargets.NoCapability));
        targets.AddDataSource("/jobs", "jobs:view");
    }

    [Fact]
    public void Adding_leaves_the_set_it_was_added_to_unchanged()
    {
        HubTargets.Empty.AddPage("/jobs", "jobs:view");
        Assert.Empty(HubTargets.Empty.Pages);
    }
}
