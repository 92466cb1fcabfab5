"""The further clinical columns of MUSIC: history, laboratory, X-ray, echocardiogram, medication."""

from hfgnn.data.music.columns import NO_YES, SEX, Source

BODY = (
    SEX,
    Source("Weight (kg)", "further_weight_kg"),
    Source("Height (cm)", "further_height_cm"),
    Source("Body Mass Index (Kg/m2)", "further_body_mass_index_kg_per_m2"),
    Source("Diastolic blood pressure (mmHg)", "further_diastolic_pressure_mmhg"),
    Source("daily smoking (cigarretes/day)", "further_cigarettes_per_day"),
    Source("smoke-free time (years)", "further_smoke_free_years"),
    Source("cigarettes /year", "further_cigarettes_in_life"),
    Source("alcohol consumption (standard units)", "further_alcohol_units"),
)

HISTORY = (
    Source(
        "HF etiology - Diagnosis",
        "further_etiology",
        {
            "1": "idiopathic",
            "2": "ischemic",
            "3": "alcoholic",
            "4": "valvular",
            "7": "hypertrophic",
            "8": "hypertensive",
            "5": "other",  # toxic
            "6": "other",  # after myocarditis
            "9": "other",
        },
    ),
    Source("Diabetes (yes=1)", "further_diabetes", NO_YES),
    Source("History of dyslipemia (yes=1)", "further_dyslipidemia", NO_YES),
    Source("Peripheral vascular disease (yes=1)", "further_peripheral_vascular_disease", NO_YES),
    Source("History of hypertension (yes=1)", "further_hypertension", NO_YES),
    Source("Prior Myocardial Infarction (yes=1)", "further_myocardial_infarction", NO_YES),
    Source(
        "Prior implantable device",
        "further_device",
        {
            "0": "none",
            "1": "pacemaker",
            "2": "pacemaker",
            "3": "pacemaker",
            "4": "resynchronization",
            "8": "resynchronization",
            "5": "defibrillator",
        },
        missing=("6",),  # unknown device, in four patients
    ),
    Source(
        "Prior Revascularization",
        "further_revascularization",
        {"0": "none", "1": "percutaneous", "2": "surgical", "3": "both"},
    ),
    Source("Syncope", "further_syncope", {"0": "no", "1": "not_studied", "2": "studied"}),
)

LABORATORY = (
    Source("Albumin (g/L)", "further_albumin_g_per_l"),
    Source("ALT or GPT (IU/L)", "further_alanine_aminotransferase_iu_per_l"),
    Source("AST or GOT (IU/L)", "further_aspartate_aminotransferase_iu_per_l"),
    Source("Normalized Troponin", "further_troponin_over_its_limit"),
    Source("Total Cholesterol (mmol/L)", "further_cholesterol_mmol_per_l"),
    Source("Creatinine (?mol/L)", "further_creatinine_umol_per_l"),
    Source("Gamma-glutamil transpeptidase (IU/L)", "further_gamma_glutamyl_transferase_iu_per_l"),
    Source("Glucose (mmol/L)", "further_glucose_mmol_per_l"),
    Source("Hemoglobin (g/L)", "further_hemoglobin_g_per_l"),
    Source("HDL (mmol/L)", "further_hdl_mmol_per_l"),
    Source("Potassium (mEq/L)", "further_potassium_meq_per_l"),
    Source("LDL (mmol/L)", "further_ldl_mmol_per_l"),
    Source("Sodium (mEq/L)", "further_sodium_meq_per_l"),
    Source("Protein (g/L)", "further_protein_g_per_l"),
    Source("T3 (pg/dL)", "further_triiodothyronine"),
    Source("T4 (ng/L)", "further_thyroxine_ng_per_l"),
    Source("Troponin (ng/mL)", "further_troponin_ng_per_ml"),
    Source("TSH (mIU/L)", "further_thyrotropin_miu_per_l"),
    Source("Urea (mg/dL)", "further_urea_mmol_per_l"),
)

HEART = (
    Source(
        "Signs of pulmonary venous hypertension (yes=1)",
        "further_pulmonary_venous_hypertension",
        NO_YES,
    ),
    Source("Cardiothoracic ratio", "further_cardiothoracic_ratio"),
    Source("Left atrial size (mm)", "further_left_atrium_mm"),
    Source(
        "Right ventricle contractility (altered=1)",
        "further_right_ventricle_impaired",
        NO_YES,
    ),
    Source(
        "Right ventricle end-diastolic diameter (mm)",
        "further_right_ventricle_diastolic_diameter_mm",
    ),
    Source("Mitral valve insufficiency", "further_mitral_insufficiency_grade"),
    Source(
        "Mitral flow pattern",
        "further_mitral_flow",
        {"0": "normal", "1": "impaired", "2": "pseudonormal", "3": "restrictive", "9": "other"},
    ),
    Source("Left ventricular posterior wall thickness (mm)", "further_posterior_wall_mm"),
    Source("Septal thickness (mm)", "further_septum_mm"),
    Source(
        "Left ventricle end-diastolic diameter (mm)",
        "further_left_ventricle_diastolic_diameter_mm",
    ),
    Source(
        "Left ventricle end-systolic diameter (mm)",
        "further_left_ventricle_systolic_diameter_mm",
    ),
)

MEDICATION = (
    Source("Calcium channel blocker (yes=1)", "further_calcium_channel_blocker", NO_YES),
    Source("Diabetes medication (yes=1)", "further_diabetes_medication", NO_YES),
    Source("Amiodarone (yes=1)", "further_amiodarone", NO_YES),
    Source("Angiotensin-II receptor blocker (yes=1)", "further_angiotensin_blocker", NO_YES),
    Source("Anticoagulants/antitrombotics (yes=1)", "further_antithrombotic", NO_YES),
    Source("Betablockers (yes=1)", "further_beta_blocker", NO_YES),
    Source("Digoxin (yes=1)", "further_digoxin", NO_YES),
    Source("Loop diuretics (yes=1)", "further_loop_diuretic", NO_YES),
    Source("Spironolactone (yes=1)", "further_spironolactone", NO_YES),
    Source("Statins (yes=1)", "further_statin", NO_YES),
    Source("Hidralazina (yes=1)", "further_hydralazine", NO_YES),
    Source("ACE inhibitor (yes=1)", "further_ace_inhibitor", NO_YES),
    Source("Nitrovasodilator (yes=1)", "further_nitrate", NO_YES),
)

FURTHER = (*BODY, *HISTORY, *LABORATORY, *HEART, *MEDICATION)
