using System.Text.Encodings.Web;
using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Builds a policy document in code. It writes what is said and checks nothing: <see cref="PolicyReader"/> does, as of every document, and names the places in <see cref="ToUtf8"/>.</summary>
public sealed class PolicyBuilder
{
    // What is printed of a document, in a finding for instance, is to look as it was written.
    private static readonly JsonWriterOptions Written = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonMembers _resources = new();
    private readonly JsonMembers _aliases = new();
    private readonly JsonMembers _obligations = new();
    private readonly JsonMembers _roles = new();
    private readonly JsonMembers _document = new();
    private readonly List<Action<Utf8JsonWriter>> _duties;

    /// <summary>An empty document of version 1.</summary>
    public PolicyBuilder()
    {
        _document.Add("version", json => json.WriteNumberValue(1));
        _document.Add("resources", _resources);
        _document.Add("aliases", _aliases);
        _document.Add("obligations", _obligations);
        _duties = _document.AddItems("duties");
        _document.Add("roles", _roles);
    }

    /// <summary>Declares a resource.</summary>
    /// <param name="name">Name, as capabilities begin with it.</param>
    /// <param name="build">Says what there is to it.</param>
    public PolicyBuilder Resource(string name, Action<PolicyResourceBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var resource = new PolicyResourceBuilder();
        build(resource);
        _resources.Add(name, resource.Members);
        return this;
    }

    /// <summary>Gives a capability another name.</summary>
    public PolicyBuilder Alias(string alias, string capability)
    {
        _aliases.Add(alias, capability);
        return this;
    }

    /// <summary>Declares an obligation that whoever enforces meets.</summary>
    public PolicyBuilder Obligation(string name)
    {
        _obligations.Add(name, new JsonMembers());
        return this;
    }

    /// <summary>Declares an obligation that is met while the subject's step-up is at most so old, in whole seconds.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="within">How old the step-up may be.</param>
    /// <param name="acrValues">Which stronger authentication a challenge asks for, the most wanted first.</param>
    public PolicyBuilder Obligation(string name, TimeSpan within, params string[] acrValues)
    {
        ArgumentNullException.ThrowIfNull(acrValues);
        var members = new JsonMembers();
        members.Add("within", json => json.WriteNumberValue((long)within.TotalSeconds));
        if (acrValues.Length > 0)
            members.Add("acr", json =>
            {
                json.WriteStartArray();
                foreach (var value in acrValues)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            });
        _obligations.Add(name, members);
        return this;
    }

    /// <summary>Separates duties: nobody may be granted two of the roles in one tenant.</summary>
    public PolicyBuilder Duty(string id, params ReadOnlySpan<string> roles)
    {
        var members = new JsonMembers();
        members.Add("id", id);
        members.Add("roles", roles);
        _duties.Add(members.WriteTo);
        return this;
    }

    /// <summary>Declares a role.</summary>
    /// <param name="name">Name.</param>
    /// <param name="build">Says what it may do.</param>
    public PolicyBuilder Role(string name, Action<PolicyRoleBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var role = new PolicyRoleBuilder();
        build(role);
        _roles.Add(name, role.Members);
        return this;
    }

    /// <summary>The document, as it would stand in a file.</summary>
    public byte[] ToUtf8()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Written))
            _document.WriteTo(json);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
