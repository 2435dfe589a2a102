namespace Cks.Cli.Tests;

public sealed class JudgementTests
{
    [Theory]
    [InlineData(0, "ok")]
    [InlineData(5, "ok")]
    [InlineData(-5, "ok")]
    [InlineData(5.1, "warn")]
    [InlineData(-60, "warn")]
    [InlineData(60.1, "fail")]
    [InlineData(-3600, "fail")]
    public void A_clock_is_judged_by_its_distance_in_either_direction(double seconds, string expected) =>
        Assert.Equal(expected, HostCheck.JudgeClock(TimeSpan.FromSeconds(seconds)).Word);

    [Theory]
    [InlineData("10.0.401", "ok")]
    [InlineData("11.0.100-preview.1", "ok")]
    [InlineData("9.0.300", "fail")]
    [InlineData("", "fail")]
    public void An_SDK_is_judged_by_its_major_version(string version, string expected) => Assert.Equal(expected, RuntimeCheck.JudgeVersion(".NET SDK", version).Word);
}
