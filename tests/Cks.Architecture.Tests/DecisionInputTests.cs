using System.Reflection;
using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Architecture.Tests;

public sealed class DecisionInputTests
{
    private static readonly string[] Composes = ["Composing", "Flags", "Experiments", "Widgets"];

    [Fact]
    public void S06_The_composer_reads_nothing_of_a_call_but_its_context() =>
        Assert.Empty(Repository.Sources("src").Where(f => Array.Exists(Composes, folder => f.Path.StartsWith($"src/Cks.HubConfig/{folder}/", StringComparison.Ordinal))).SelectMany(DecisionInputs.Beyond));

    /// <summary>Whoever gives the composer another thing to read has to say by what views are remembered then.</summary>
    [Theory]
    [InlineData("HubComposing", "HubPlan", "HubVariant", "IPolicyDecisionPoint", "Subject", "FlagContext", "HubTrace")]
    [InlineData("HubPlan", "HubDefinition", "HubTargets", "Policy")]
    [InlineData("HubComposer", "HubCatalog", "IPolicyDecisionPoint", "IPolicyPlanner", "TimeProvider", "Int32", "ExposureQueue")]
    public void S06_A_view_is_made_of_what_it_is_remembered_by(string type, params string[] inputs) =>
        Assert.Equal(inputs, Assert.Single(typeof(IHubComposer).Assembly.GetType($"Cks.HubConfig.{type}", throwOnError: true)!.GetConstructors(BindingFlags.Public | BindingFlags.Instance)).GetParameters().Select(p => p.ParameterType.Name));

    [Fact]
    public void S06_What_somebody_may_do_is_worked_out_from_a_context_and_not_from_a_subject() =>
        Assert.Empty(((string[])["EffectivePermissions", "Held", "ConditionalRules", "ActorRights", "PermissionBuilder"]).SelectMany(name => DecisionInputs.TakeSubject(typeof(Policy).Assembly.GetType($"Cks.Rbac.{name}", throwOnError: true)!)));

    [Theory]
    [InlineData("var name = subject.Name;")]
    [InlineData("var who = HttpContext.Current;")]
    [InlineData("var language = CultureInfo.CurrentUICulture;")]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    public void Another_input_is_found_with_its_line(string line) =>
        Assert.StartsWith("src/Cks.X/A.cs:2 reads ", Assert.Single(DecisionInputs.Beyond(new("src/Cks.X/A.cs", $"namespace Cks.X;\n{line}\n"))), StringComparison.Ordinal);

    [Fact]
    public void What_takes_a_subject_is_found() => Assert.NotEmpty(DecisionInputs.TakeSubject(typeof(PolicyDecisionPoint)));
}
