using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cks.Rbac.OpenApi;

/// <summary>Describes the schemes of an application, and how it refuses.</summary>
internal sealed class SchemeTransformer : IOpenApiDocumentTransformer
{
    public const string Unauthenticated = "CksUnauthenticated";
    public const string NotPermitted = "CksNotPermitted";
    public const string OutsideScope = "CksOutsideScope";

    private const string Problem = "CksProblem";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (name, scheme) in await DescribedSchemes.OfAsync(context.ApplicationServices).ConfigureAwait(false))
            document.AddComponent(name, scheme);
        document.AddComponent(Unauthenticated, Refusal("Nobody is signed in, or the credential does not count.", document));
        document.AddComponent(NotPermitted, Refusal("The policy does not permit this.", document));
        document.AddComponent(OutsideScope, Refusal("There is nothing here that the caller can see.", document));
        document.AddComponent(Problem, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A refusal (RFC 9457).",
            Required = new HashSet<string> { "type", "title", "status", "code", "reason", "traceId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("urn:cks:error: and the code."),
                ["title"] = Text("What kind of refusal this is."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = Text("A sentence for people."),
                ["instance"] = Text("Path of the request."),
                ["code"] = Text("Code of the kind, such as CKS503."),
                ["reason"] = Text("Why, for programs, such as not_permitted."),
                ["requiredCapabilities"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                ["policyVersion"] = Text("The policy that decided."),
                ["traceId"] = Text("Names the request in the logs."),
            },
        });
    }

    private static OpenApiResponse Refusal(string description, OpenApiDocument document) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, document) } },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
