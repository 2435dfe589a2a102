using System.CommandLine;
using System.CommandLine.Parsing;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>Whose hub is simulated: somebody whom a document describes, or somebody with these roles.</summary>
internal sealed class SimulatedSubject
{
    private readonly Option<string?> _as = new("--as") { Description = "A subject of --tests, by its name or its code; with --role the code of somebody with these roles.", HelpName = "WHO" };
    private readonly Option<string[]> _role = new("--role") { Description = "A role of the subject, which then needs no --tests.", HelpName = "ROLE" };
    private readonly Option<string?> _id = new("--id") { Description = "The subject's id, by which flags and experiments pick their share.", HelpName = "ID" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "The subject's tenant; of a subject of --tests in place of its own.", HelpName = "TENANT" };

    public void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_as, _role, _id, _tenant])
            command.Add(option);
        command.Validators.Add(Check);
    }

    /// <summary>Whether a document has to describe it.</summary>
    public bool IsDescribed(ParseResult parsed) => parsed.GetValue(_role) is not { Length: > 0 };

    /// <summary>The tenant that was asked for; <see langword="null"/> when none was.</summary>
    public string? TenantOf(ParseResult parsed) => parsed.GetValue(_tenant);

    /// <summary>The subject; <see langword="null"/> when there is none such, which is written.</summary>
    public TestSubject? Find(ParseResult parsed, PolicySandbox sandbox, PolicyTestDocument? described, ToolConsole console)
    {
        var (name, tenant) = (parsed.GetValue(_as), default(TenantId));
        if (parsed.GetValue(_tenant) is { } written && !TenantId.TryParse(written, out tenant))
        {
            console.Error($"\"{written}\" cannot be the name of a tenant.");
            return null;
        }

        if (parsed.GetValue(_role) is { Length: > 0 } roles)
        {
            if (Array.Find(roles, r => !sandbox.Policy.DeclaresRole(r)) is { } unknown)
                return Unknown(console, "role", unknown, sandbox.Policy.Roles);
            return new("subject", new(parsed.GetValue(_id) ?? name ?? "", tenant.IsNone ? TenantId.Parse("main") : tenant, roles) { Code = name ?? "" }, HasBrokenGlass: false);
        }

        var subjects = described!.Subjects;
        if ((subjects.GetValueOrDefault(name!) ?? subjects.Values.FirstOrDefault(s => s.Subject.Code == name)) is not { Subject: var own } found)
            return Unknown(console, "subject", name!, [.. subjects.Keys, .. subjects.Values.Select(s => s.Subject.Code).Where(c => c.Length > 0)]);
        // All that a document can describe of somebody, in another tenant.
        return found with
        {
            Subject = new(parsed.GetValue(_id) ?? own.Id, tenant.IsNone ? own.Tenant : tenant, own.Roles)
            {
                Code = own.Code,
                SteppedUpAt = own.SteppedUpAt,
                CredentialCapabilities = own.CredentialCapabilities,
            },
        };
    }

    private void Check(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        if (!Has(_as) && !Has(_role))
            result.AddError("Say whose hub: --as WHO, or --role ROLE.");
    }

    private static TestSubject? Unknown(ToolConsole console, string what, string name, IEnumerable<string> known)
    {
        console.Error($"There is no {what} \"{name}\". {DidYouMean.Sentence(name, [.. known])}".TrimEnd());
        return null;
    }
}
