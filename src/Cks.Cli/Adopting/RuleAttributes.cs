using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>Reads the attributes by which an application says who may come in.</summary>
/// <param name="policies">What its policies ask, by name.</param>
internal sealed class RuleAttributes(AppPolicies policies)
{
    private const string Authorize = "Microsoft.AspNetCore.Authorization.AuthorizeAttribute";
    private const string Anonymous = "Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute";

    private const int Longest = 4_096;

    private static readonly string[] Guards = ["Cks.Rbac.AspNetCore.RequireCapsAttribute", "Cks.Rbac.AspNetCore.RequireAnyCapAttribute", "Cks.Rbac.AspNetCore.RequireRolesAttribute"];

    private static readonly string[] Deciding =
    [
        Authorize, Anonymous, "Microsoft.AspNetCore.Authorization.IAuthorizeData", "Microsoft.AspNetCore.Authorization.IAllowAnonymous", "Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData",
        "Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter", "Microsoft.AspNetCore.Mvc.Filters.IAsyncAuthorizationFilter", "Microsoft.AspNetCore.Mvc.Filters.IFilterFactory",
        // Any filter may answer in place of the action, and a convention may put one there.
        "Microsoft.AspNetCore.Mvc.Filters.IActionFilter", "Microsoft.AspNetCore.Mvc.Filters.IAsyncActionFilter", "Microsoft.AspNetCore.Mvc.Filters.ActionFilterAttribute",
        "Microsoft.AspNetCore.Mvc.Filters.IResourceFilter", "Microsoft.AspNetCore.Mvc.Filters.IAsyncResourceFilter", "Microsoft.AspNetCore.Mvc.Filters.IPageFilter", "Microsoft.AspNetCore.Mvc.Filters.IAsyncPageFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IResultFilter", "Microsoft.AspNetCore.Mvc.Filters.IAsyncResultFilter", "Microsoft.AspNetCore.Mvc.Filters.ResultFilterAttribute",
        "Microsoft.AspNetCore.Mvc.ActionConstraints.IActionConstraint", "Microsoft.AspNetCore.Mvc.ActionConstraints.ActionMethodSelectorAttribute",
        "Microsoft.AspNetCore.Mvc.ApplicationModels.IControllerModelConvention", "Microsoft.AspNetCore.Mvc.ApplicationModels.IActionModelConvention", "Microsoft.AspNetCore.Mvc.ApplicationModels.IPageApplicationModelConvention",
        "Microsoft.Identity.Web.IAuthRequiredScopeMetadata", "Microsoft.Identity.Web.IAuthRequiredScopeOrAppPermissionMetadata",
    ];

    private static readonly string[] NamedFilters = ["Microsoft.AspNetCore.Mvc.TypeFilterAttribute", "Microsoft.AspNetCore.Mvc.ServiceFilterAttribute", "Microsoft.AspNetCore.Mvc.TypeFilterAttribute`1", "Microsoft.AspNetCore.Mvc.ServiceFilterAttribute`1",
        "Microsoft.AspNetCore.Mvc.MiddlewareFilterAttribute", "Microsoft.AspNetCore.Mvc.MiddlewareFilterAttribute`1"];

    /// <summary>What the attributes of one type or method ask.</summary>
    public AccessRule Of(AppAssembly assembly, CustomAttributeHandleCollection attributes)
    {
        var rule = AccessRule.None;
        foreach (var handle in attributes)
            rule = rule.And(Of(assembly, assembly.Reader.GetCustomAttribute(handle)));
        return rule;
    }

    private AccessRule Of(AppAssembly assembly, CustomAttribute attribute)
    {
        var handle = assembly.TypeOf(attribute);
        var (type, name) = assembly.Resolve(handle);
        if (name == Anonymous)
            return AccessRule.Open;
        if (name == Authorize)
            return OfAuthorize(assembly, attribute);
        if (Guards.Contains(name))
            return AccessRule.Guarded;
        if (NamedFilters.Contains(name))
            return AccessRule.Unreadable($"[{Short(name)}] names a filter, which may ask for anything");
        // What comes with the framework, or with us, lets nobody in by other attributes, whether it lies beside the application or not.
        if (IsFrameworks(assembly, handle))
            return AccessRule.None;
        if (type is null)
            return AccessRule.Unreadable($"[{Short(name)}] is in a library that is not beside the application");
        if (type.Is(Deciding) || type.Is(NamedFilters))
            return AccessRule.Unreadable($"[{Short(name)}] decides by code of its own");
        return type.Bases().Beyond is null or "System.Attribute" || IsFrameworksName(type.Bases().Beyond!) ? AccessRule.None : AccessRule.Unreadable($"[{Short(name)}] derives from {type.Bases().Beyond}, which is not beside the application");
    }

    private AccessRule OfAuthorize(AppAssembly assembly, CustomAttribute attribute)
    {
        // Values within values are read one within the other, and a stack is not endless.
        if (assembly.Reader.GetBlobReader(attribute.Value).Length > Longest)
            return AccessRule.Unreadable("[Authorize] has a value that is too long to be read");
        CustomAttributeValue<string> value;
        try
        {
            value = attribute.DecodeValue(SignatureNames.Instance);
        }
        catch (BadImageFormatException)
        {
            return AccessRule.Unreadable("[Authorize] has a value that cannot be read");
        }

        var policy = value.FixedArguments is [{ Value: string first }] ? first : null;
        policy = value.NamedArguments.Where(a => a.Name == "Policy").Select(a => a.Value as string).LastOrDefault() ?? policy;
        var roles = value.NamedArguments.Where(a => a.Name == "Roles").Select(a => a.Value as string).LastOrDefault();
        if (policy is null && roles is null)
            return policies.Default;
        var rule = AccessRule.SignedIn;
        if (policy is not null)
            rule = rule.And(policies.Find(policy));
        if (roles is null)
            return rule;
        // As the framework takes them apart.
        string[] named = [.. roles.Split(',').Select(r => r.Trim()).Where(r => r.Length > 0)];
        return rule.And(named.Length > 0 ? AccessRule.OneOf(named) : AccessRule.Unreadable("[Authorize] has Roles that name none"));
    }

    private static bool IsFrameworks(AppAssembly assembly, EntityHandle handle) => handle.Kind == HandleKind.TypeReference
        && MetadataNames.AssemblyOf(assembly.Reader, (TypeReferenceHandle)handle) is var library && (library is "netstandard" or "mscorlib" or "Cks.Rbac.AspNetCore" || IsFrameworksName(library));

    private static bool IsFrameworksName(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name is "System" || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static string Short(string name) => name[(name.LastIndexOf('.') + 1)..].Replace("Attribute", "", StringComparison.Ordinal);
}
