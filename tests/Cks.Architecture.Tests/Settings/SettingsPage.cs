using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Cks.Architecture.Tests;

/// <summary>Writes docs/settings.md from the options of the packages and what their documentation says.</summary>
internal static partial class SettingsPage
{
    private static readonly Dictionary<string, Dictionary<string, XElement>> Documentation = new(StringComparer.Ordinal);

    /// <summary>Environment variables that are no keys of a configuration.</summary>
    public static IReadOnlyList<(string Name, string Reader, string What)> Variables { get; } =
    [
        ("DOTNET_ENVIRONMENT, ASPNETCORE_ENVIRONMENT", "hosts", "Name of the environment. What weakens security, and migrations at start, need exactly `Development`, and from here or the command line."),
        ("CKS_ENDPOINTS_REPORT", "`cks endpoints`", "Set by the tool for the application that it runs: the file that the report goes to."),
        ("CKS_TEST_POSTGRES", "tests", "Connection string of a PostgreSQL to test on; without it a private one is started where its programs are installed."),
        ("CKS_CORPORA", "tests", "Folder of the official test corpora."),
        ("CKS_STORAGE_KILLS", "tests", "How often a writing process is killed; 2 without it."),
        ("NO_COLOR", "`cks`", "Set to anything: no colours."),
    ];

    public static string Write(IEnumerable<string> keys, IEnumerable<Type> options)
    {
        var page = new StringBuilder("""
            # Look up a setting

            Every setting and environment variable of the suite, written by a test from the packages themselves; `cks config docs` prints this page. Options are set in code: `services.Configure<CksApiKeyOptions>(o => o.MostKeys = 5)`, or in the call that registers the package. Bind those that you want to set elsewhere to a section of your own; how some of them change while hosts run is in [configuration](configuration.md), and where keys come from in [secrets](secrets.md).

            ## Section `Cks` of the configuration

            `AddCks` reads these keys once, when it is called. An environment variable has `__` for each `:`. A key of the section that is not listed stops the host ([CKS114](errors/CKS114.md)).

            | key | environment variable |
            | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var key in keys)
            page.Append(CultureInfo.InvariantCulture, $"| `{key}` | `{key.Replace(":", "__", StringComparison.Ordinal)}` |\n");
        page.Append("\n## Environment variables\n\n| name | read by | what |\n| --- | --- | --- |\n");
        foreach (var (name, reader, what) in Variables)
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", name.Split(", ").Select(n => $"`{n}`"))} | {reader} | {what} |\n");
        page.Append("\nThe tool reads connection strings from the variable that `--connection-env NAME` names.\n");
        foreach (var type in options)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## `{type.Name}` ({type.Assembly.GetName().Name})\n\n{TextOf(type, "summary", type)}\n\n| setting | type | default | what |\n| --- | --- | --- | --- |\n");
            foreach (var setting in SettingsOf(type))
                page.Append(CultureInfo.InvariantCulture, $"| `{setting.Name}` | `{NameOf(setting.PropertyType)}` | {DefaultOf(setting)} | {SummaryOf(setting)} |\n");
        }

        return page.Append("\n## When it goes wrong\n\nAn option that is out of range stops the host when it starts, with [CKS109](errors/CKS109.md), the name of the option and what it may be.\n").ToString();
    }

    /// <summary>What somebody may set: properties that are written to, and collections that are added to.</summary>
    public static IReadOnlyList<PropertyInfo> SettingsOf(Type options) =>
    [
        .. options.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(p => p.SetMethod is { IsPublic: true } set ? !set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") : p.PropertyType.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICollection<>)))
            .OrderBy(p => p.MetadataToken),
    ];

    public static string SummaryOf(PropertyInfo setting) => TextOf(setting, "summary", setting.DeclaringType!);

    private static string DefaultOf(PropertyInfo setting)
    {
        var said = TextOf(setting, "value", setting.DeclaringType!);
        if (said.StartsWith("Default: ", StringComparison.Ordinal))
            said = said["Default: ".Length..];
        if (said.Length > 0)
            return said.TrimEnd('.');
        var value = setting.DeclaringType!.GetConstructor([]) is { } make ? setting.GetValue(make.Invoke([])) : null;
        return value switch { null => "none", bool flag => flag ? "`true`" : "`false`", string { Length: 0 } => "empty", string or int or long or TimeSpan => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`", _ => "see there" };
    }

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return NameOf(value) + "?";
        var name = type == typeof(string) ? "string" : type == typeof(bool) ? "bool" : type == typeof(int) ? "int" : type == typeof(long) ? "long" : type == typeof(byte[]) ? "byte[]" : type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }

    private static string TextOf(MemberInfo member, string element, Type type)
    {
        var id = member is Type ? $"T:{type.FullName}" : $"P:{type.FullName}.{member.Name}";
        return DocumentationOf(type.Assembly.GetName().Name!).GetValueOrDefault(id)?.Element(element) is { } text
            ? Spaces().Replace(string.Concat(text.Nodes().Select(TextOf)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal)
            : "";
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => $"`{see.Attribute("langword")?.Value ?? Short(see.Attribute("cref")?.Value ?? "")}`",
        XElement { Name.LocalName: "paramref" } parameter => $"`{parameter.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(TextOf)),
        _ => "",
    };

    // M:Cks.Core.Secret`1.Rotate(`0,System.TimeSpan) is Secret.Rotate.
    private static string Short(string reference)
    {
        var name = reference.Split('(')[0].Split(':')[^1];
        var parts = name.Split('.').Select(p => p.Split('`')[0]).ToArray();
        return reference.StartsWith('T') ? parts[^1] : string.Join('.', parts[^2..]);
    }

    private static Dictionary<string, XElement> DocumentationOf(string package)
    {
        if (!Documentation.TryGetValue(package, out var members))
        {
            members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{package}.xml")).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
            Documentation[package] = members;
        }

        return members;
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
