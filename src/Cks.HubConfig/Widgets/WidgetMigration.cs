using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// Carries the options of a widget from an older version of its type to a newer one, so that documents written for the older one need no change. What can become of an option is a closed list, in the order in which it
/// is called here. A reference to a secret stays one. Immutable: every call returns a new migration.
/// </summary>
/// <param name="from">The version, <c>major.minor.patch</c>, from which on options are what this migration takes.</param>
/// <param name="to">The version that changed them.</param>
public sealed class WidgetMigration(string from, string to)
{
    /// <summary>The version from which on options are what this migration takes.</summary>
    public string From => from;

    /// <summary>The version that changed them.</summary>
    public string To => to;

    internal ImmutableList<OptionStep> Steps { get; private init; } = [];

    /// <summary>Gives an option another name. A widget that has both is at fault, at the older one.</summary>
    /// <param name="option">The name before.</param>
    /// <param name="name">The name after.</param>
    public WidgetMigration Rename(string option, string name) => With(new(OptionStepKind.Rename, option) { Name = name });

    /// <summary>Takes an option out.</summary>
    /// <param name="option">Its name.</param>
    public WidgetMigration Remove(string option) => With(new(OptionStepKind.Remove, option));

    /// <summary>Gives an option a value where it has none.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="value">JSON; those of all migrations of a type have 4,096 bytes at most.</param>
    /// <exception cref="CksConfigurationException">CKS101 to CKS106: the value is no JSON.</exception>
    public WidgetMigration Default(string option, [StringSyntax(StringSyntaxAttribute.Json)] string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var findings = new DiagnosticBag();
        var utf8 = Encoding.UTF8.GetBytes(value);
        var read = SourceDocument.Read($"default of {option}", utf8, SourceDocumentOptions.ForFiles, findings);
        findings.ThrowIfErrors();
        return With(new(OptionStepKind.Default, option) { Value = read, Length = utf8.Length });
    }

    /// <summary>Puts texts in the place of others; other texts, and values that are none, stay what they are.</summary>
    /// <param name="option">The name of the option.</param>
    /// <param name="values">The text after by the text before.</param>
    public WidgetMigration Map(string option, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return With(new(OptionStepKind.Map, option) { Values = values.ToImmutableSortedDictionary(StringComparer.Ordinal) });
    }

    internal WidgetMigration With(OptionStep step) => new(from, to) { Steps = Steps.Add(step) };
}
