// As in the OCA 19.0 template, for Odoo's ES modules.
const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
    {ignores: ["node_modules/", ".local/", "**/static/lib/", "**/static/src/lib/"]},
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", luxon: "readonly"},
        },
        linterOptions: {reportUnusedDisableDirectives: true},
        rules: {
            "accessor-pairs": "warn",
            "array-callback-return": "error",
            "callback-return": "off",
            "consistent-return": "error",
            curly: ["error", "multi-line"],
            "default-case": "error",
            eqeqeq: ["error", "smart"],
            "guard-for-in": "error",
            "no-alert": "error",
            "no-caller": "error",
            "no-console": "error",
            "no-else-return": "error",
            "no-eval": "error",
            "no-extend-native": "error",
            "no-implied-eval": "error",
            "no-loop-func": "error",
            "no-new-func": "error",
            "no-return-assign": "error",
            "no-self-compare": "error",
            "no-shadow": "error",
            "no-throw-literal": "error",
            "no-unused-vars": ["error", {args: "after-used", argsIgnorePattern: "^_"}],
            "no-useless-return": "error",
            "no-var": "error",
            "prefer-const": "error",
            radix: "error",
            yoda: "error",
        },
    },
    {
        // Tours and hoot tests talk to the console when something fails.
        files: ["**/static/tests/**/*.js"],
        rules: {"no-console": "off"},
    },
    {
        files: ["**/*.cjs"],
        languageOptions: {sourceType: "commonjs", globals: globals.node},
    },
];
