using Cks.Core;

namespace Cks.Rbac;

/// <summary>Runs policy tests that are written as data, <c>*.rbac.tests.json</c>: by the decision point of the application, on resources that the documents describe. The tool runs them as <c>cks policy test</c>.</summary>
public static class PolicyTestRunner
{
    /// <summary>Reads the documents and the policies that they name, and runs all tests. What several documents show of one policy counts together.</summary>
    /// <param name="files">Paths of the documents.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The report; none when a document cannot be read against its policy.</returns>
    /// <exception cref="CksConfigurationException">CKS107: a file cannot be read.</exception>
    public static async Task<LoadResult<PolicyTestReport>> RunAsync(IReadOnlyList<string> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var diagnostics = new DiagnosticBag();
        PolicyTestDocument?[] documents = [.. files.Select(f => PolicyTestDocument.Read(f, diagnostics))];
        if (diagnostics.HasErrors || documents.Contains(null))
            return LoadResult<PolicyTestReport>.From(null, diagnostics);
        var (results, rules) = (new List<PolicyTestResult>(), new List<RuleCoverage>());
        foreach (var policy in documents.GroupBy(d => string.Join('\n', d!.PolicyFiles), StringComparer.Ordinal))
        {
            var coverage = new CoverageRecord(policy.First()!.Sandbox.Policy);
            foreach (var document in policy)
                foreach (var test in document!.Cases)
                    results.Add(await RunAsync(document.Sandbox, test, coverage, cancellationToken).ConfigureAwait(false));
            rules.AddRange(coverage.Report());
        }

        return LoadResult<PolicyTestReport>.From(new(results, rules), diagnostics);
    }

    private static async Task<PolicyTestResult> RunAsync(PolicySandbox sandbox, PolicyTestCase test, CoverageRecord coverage, CancellationToken cancellationToken)
    {
        var (subject, decisions) = (sandbox.Bind(test.Who, test.At), sandbox.DecisionsOf(test.Who, test.Resource, test.At));
        var decision = test.Resource is { } resource
            ? await decisions.CheckAsync(subject, test.Capability, resource, cancellationToken).ConfigureAwait(false)
            : decisions.Check(subject, test.Capability);
        decision = decision.After(test.Met);
        var failure = FailureOf(test, decision, decisions.Fields(subject, test.Capability));
        if (failure is null)
            coverage.Passed(test, decision, subject.Permissions!);
        else if (test.IsExpected(decision) && (test.Rule is null || test.Rule == decision.Rule))
            return new(test.Name, test.Location, failure);
        else
            failure += '\n' + (test.Resource is { } row
                ? await decisions.Explainer.ExplainAsync(subject, test.Capability, row, showValues: true, cancellationToken).ConfigureAwait(false)
                : decisions.Explainer.Explain(subject, test.Capability, showValues: true)).ToText();
        return new(test.Name, test.Location, failure);
    }

    private static string? FailureOf(PolicyTestCase test, Decision decision, FieldMask fields)
    {
        if (!test.IsExpected(decision))
            return $"Expected {test.Expect}, and it is {decision.Reason.ToText()}.";
        if (test.Rule is { } rule && rule != decision.Rule)
            return $"Expected rule {rule} to decide, and it is {decision.Rule ?? "none"}.";
        foreach (var (list, expected) in test.Fields)
        {
            var actual = SetOf(fields, list).Names.ToArray();
            if (!expected.Order(StringComparer.Ordinal).SequenceEqual(actual))
                return $"Expected the fields {string.Join(", ", expected.Order(StringComparer.Ordinal))} for \"{list}\", and they are {string.Join(", ", actual.DefaultIfEmpty("none"))}.";
        }

        return null;
    }

    internal static FieldSet SetOf(FieldMask mask, string list) => list switch { "read" => mask.Read, "write" => mask.Write, "filter" => mask.Filter, _ => mask.Sort };
}
